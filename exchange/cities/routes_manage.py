"""Routes of cities: manage."""

from flask import Blueprint

bp = Blueprint("cities_manage", __name__)
