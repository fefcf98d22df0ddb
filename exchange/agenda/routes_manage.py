"""Routes of agenda: manage."""

from flask import Blueprint

bp = Blueprint("agenda_manage", __name__)
