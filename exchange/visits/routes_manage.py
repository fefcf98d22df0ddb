"""Routes of visits: manage."""

from flask import Blueprint

bp = Blueprint("visits_manage", __name__)
