"""Routes of registration: manage."""

from flask import Blueprint

bp = Blueprint("registration_manage", __name__)
