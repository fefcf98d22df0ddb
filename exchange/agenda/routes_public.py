"""Routes of agenda: public."""

from flask import Blueprint

bp = Blueprint("agenda", __name__)
