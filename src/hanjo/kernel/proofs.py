"""What must always hold of facts and jobs."""

from hanjo.kernel.proof import Proof

PROOFS = (
    Proof(
        name="facts.every_fact_told",
        says="すべての通知は届いたか、届けるジョブが生きている",
        count="SELECT count(*) FROM kernel_telling",
        broken="""
            SELECT t.id AS telling, t.listener, t.kind, t.told_at FROM kernel_telling t
            WHERE t.heard_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM procrastinate_jobs j
                WHERE j.task_name = 'kernel.hear' AND (j.args->>'telling_id')::bigint = t.id
                  AND j.status IN ('todo', 'doing'))
        """,
    ),
    Proof(
        name="jobs.none_lost",
        says="失敗したまま、または止まったままのジョブがない",
        count="SELECT count(*) FROM procrastinate_jobs",
        broken="""
            SELECT j.id AS job, j.task_name, j.status, j.attempts FROM procrastinate_jobs j
            LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
            WHERE j.status = 'failed' OR (j.status = 'doing' AND w.id IS NULL)
        """,
    ),
)
