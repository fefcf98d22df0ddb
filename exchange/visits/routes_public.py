"""Routes of visits: public."""

from flask import Blueprint

bp = Blueprint("visits", __name__)
