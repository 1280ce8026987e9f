"""A process that signs a report and is killed after everything was written and before it was committed."""

import os
import signal

from sqlalchemy import select

from webapp import create_app
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import before_commit, session, transaction
from webapp.models import Membership, User
from webapp.signing import operations


def main() -> None:
    with create_app().app_context():
        with system_scope("test"):
            member = session.scalars(
                select(Membership).where(Membership.id == int(os.environ["SIGNER"]))
            ).one()
            user = session.scalars(select(User).where(User.id == member.user_id)).one()
            actor = Actor(
                user_id=user.id, name=user.name, email=user.email, role=member.role, membership_id=member.id,
                municipality_id=member.municipality_id,
            )  # fmt: skip
            session.rollback()
        with acting_as(actor), transaction():
            before_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
            operations.sign(os.environ["REPORT"], os.environ["SHA256"], actor=actor, address="")


if __name__ == "__main__":
    main()
