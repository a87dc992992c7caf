"""Telling a vendor to delay, fail, or drop its answer."""
