// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.sieve.Action;
import org.pabal.sieve.Action.FileCarbonCopy;
import org.pabal.sieve.Action.FileInto;
import org.pabal.sieve.Action.Keep;
import org.pabal.sieve.Action.MailboxTarget;
import org.pabal.sieve.Action.Notification;
import org.pabal.sieve.Action.Redirect;
import org.pabal.sieve.SieveMessage;

/// The actions of a run so far, and whether the implicit keep still stands. RFC 5228 §2.10.
public final class Actions {
    private final Run run;
    private final List<Action> taken = new ArrayList<>(2);
    private boolean implicitKeep = true;
    private int recipients;

    Actions(Run run) {
        this.run = run;
    }

    public List<Action> taken() {
        return List.copyOf(taken);
    }

    /// RFC 5228 §2.10.2. An action with `:copy` does not call it. RFC 3894 §3.
    public void cancelImplicitKeep() {
        run.hasActed();
        implicitKeep = false;
    }

    /// An action that is the same as an earlier one changes nothing. RFC 5228 §2.10.3.
    ///
    /// @return false for such a one
    public boolean add(Action action) {
        if (!(action instanceof Action.Remember)) { // a test remembers
            run.hasActed();
        }
        Optional<String> conflict = Conflicts.with(taken, action);
        if (conflict.isPresent()) {
            throw run.fail(conflict.get());
        }
        for (int i = 0; i < taken.size(); i++) {
            if (isSame(taken.get(i), action)) {
                taken.set(i, action); // its flags may be others
                return false;
            }
        }
        if (taken.size() >= run.limits().actions()) {
            throw run.fail("a script may take " + run.limits().actions() + " actions, not more");
        }
        if (action instanceof Redirect) {
            countRecipients(1);
        }
        taken.add(action);
        checkNewMailboxes();
        return true;
    }

    /// Takes actions back.
    public void remove(Predicate<Action> which) {
        taken.removeIf(which);
    }

    /// Who gets mail because of this run: redirects and notifications count alike (THREATS V07,
    /// V14).
    public void countRecipients(int more) {
        recipients += more;
        if (recipients > run.limits().redirects()) {
            throw run.fail(
                    "a script may send a mail on to "
                            + run.limits().redirects()
                            + " addresses, not more");
        }
    }

    private static boolean isSame(Action one, Action other) {
        if (one instanceof Keep a && other instanceof Keep b) {
            return isSame(a.message(), b.message());
        }
        if (one instanceof FileInto a && other instanceof FileInto b) {
            return isSame(a.message(), b.message()) && a.mailbox().equals(b.mailbox());
        }
        if (one instanceof Redirect a && other instanceof Redirect b) {
            return isSame(a.message(), b.message()) && a.to().equals(b.to());
        }
        if (one instanceof Notification a && other instanceof Notification b) {
            return a.method().equals(b.method()) && a.text().equals(b.text()); // RFC 5436 §2.7
        }
        return one instanceof Action.Discard && other instanceof Action.Discard
                || one instanceof Action.Remember && one.equals(other);
    }

    /// The same version, made by the same edits.
    @SuppressWarnings("ReferenceEquality") // a version is what it is, whatever its octets
    private static boolean isSame(SieveMessage one, SieveMessage other) {
        return one == other;
    }

    /// THREATS V12.
    private void checkNewMailboxes() {
        Set<String> names = new HashSet<>();
        for (Action action : taken) {
            target(action)
                    .filter(MailboxTarget::create)
                    .ifPresent(target -> names.add(target.name()));
        }
        if (names.size() > run.limits().newMailboxes()) {
            throw run.fail(
                    "a script may create " + run.limits().newMailboxes() + " mailboxes, not more");
        }
    }

    private static Optional<MailboxTarget> target(Action action) {
        return switch (action) {
            case FileInto filed -> Optional.of(filed.mailbox());
            case Action.Snooze snoozed -> snoozed.back();
            case Action.Vacation answer -> answer.copy().map(FileCarbonCopy::mailbox);
            case Notification notice -> notice.copy().map(FileCarbonCopy::mailbox);
            case Keep _,
                    Redirect _,
                    Action.Discard _,
                    Action.Reject _,
                    Action.Pipe _,
                    Action.Execute _,
                    Action.Remember _ ->
                    Optional.empty();
        };
    }

    /// With the implicit keep, where it stands.
    List<Action> finished() {
        List<Action> all = new ArrayList<>(taken);
        if (implicitKeep) {
            all.add(new Keep(run.message(), run.flags().current(), true));
        }
        return all;
    }
}
