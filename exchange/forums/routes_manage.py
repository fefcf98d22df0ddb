"""Routes of forums: manage."""

from flask import Blueprint

bp = Blueprint("forums_manage", __name__)
