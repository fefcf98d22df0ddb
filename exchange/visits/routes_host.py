"""Routes of visits: host."""

from flask import Blueprint

bp = Blueprint("visits_host", __name__)
