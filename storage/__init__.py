"""The deal database: SQLAlchemy models, migrations, queries."""
