"""Addresses of the staff module."""

from django.urls import path

from hanjo.staff.web import access, columns, keys, login, me, people, roles, tokens

urlpatterns = [
    path("login/", login.login, name="login"),
    path("login/code/", login.login_code, name="login-code"),
    path("login/resume/", login.login_resume, name="login-resume"),
    path("logout/", login.logout, name="logout"),
    path("me/", me.me, name="me"),
    path("me/preferences/", me.preferences, name="me-preferences"),
    path("me/columns/", columns.columns, name="me-columns"),
    path("me/widths/", columns.widths, name="me-widths"),
    path("me/keys/", keys.keys, name="me-keys"),
    path("me/password/", me.password, name="me-password"),
    path("me/two-step/", me.two_step, name="me-two-step"),
    path("me/two-step/off/", me.two_step_off, name="me-two-step-off"),
    path("me/sessions/end/", me.end_sessions, name="me-end-sessions"),
    path("settings/staff/", people.people, name="staff-people"),
    path("settings/staff/new/", people.new_person, name="staff-new-person"),
    path("settings/staff/<int:staff_id>/", people.person, name="staff-person"),
    path("settings/staff/<int:staff_id>/reset/", people.reset_person, name="staff-reset-person"),
    path("settings/roles/", roles.roles, name="staff-roles"),
    path("settings/roles/new/", roles.role, name="staff-new-role"),
    path("settings/roles/<slug:code>/", roles.role, name="staff-role"),
    path("settings/access/", access.access, name="staff-access"),
    path("settings/tokens/", tokens.tokens, name="staff-tokens"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.revoke, name="staff-revoke-token"),
]
