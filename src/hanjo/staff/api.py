"""Routes of the staff module: people and roles, for systems that keep accounts elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from hanjo.staff import commands, queries
from hanjo.staff.models import Role, Staff
from hanjo.staff.web.api import ApiRequest, Page, cursor_page, public_id, scope

router = Router(tags=["担当者・権限"])


class StaffOut(Schema):
    """One person."""

    id: str
    login: str
    name: str
    is_active: bool
    roles: list[str]


class RoleOut(Schema):
    """One role."""

    code: str
    name: str
    permissions: list[str]


class RoleIn(Schema):
    """What a role is to be."""

    name: str
    permissions: list[str]


@router.get("/staff", auth=scope("staff.look"), response=Page[StaffOut], summary="担当者の一覧")
def list_staff(request: HttpRequest, after: str = "", limit: int = 50) -> dict[str, Any]:
    """担当者を新しい順に返します。"""
    return cursor_page(queries.all_staff(), after, limit, shape=_person)


@router.get("/roles", auth=scope("staff.look"), response=list[RoleOut], summary="役割の一覧")
def list_roles(request: HttpRequest) -> list[Role]:
    """役割と、その権限を返します。"""
    return list(queries.all_roles())


@router.put("/roles/{code}", auth=scope("staff.set_role"), response=RoleOut, summary="役割の設定")
def set_role(request: ApiRequest, code: str, role: RoleIn) -> Role:
    """役割を作るか、その権限を置き換えます。知らない権限はお断りします。"""
    return commands.set_role(code, role.name, role.permissions, by=request.actor)


def _person(staff: Staff) -> dict[str, Any]:
    return {
        "id": public_id("stf", staff.pk),
        "login": staff.login,
        "name": staff.name,
        "is_active": staff.is_active,
        "roles": [role.code for role in staff.roles.all()],
    }
