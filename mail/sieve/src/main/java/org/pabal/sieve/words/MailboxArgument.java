// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.Optional;
import org.pabal.sieve.Action.MailboxTarget;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.Utf8Length;

/// Where something is filed, with the tags that extensions add: `:create` (RFC 5490 §3.2),
/// `:specialuse` (RFC 8579 §4), `:mailboxid` (RFC 9042 §4). The name is read afterwards, from where
/// it stands.
public record MailboxArgument(
        Text name, boolean create, Optional<Text> specialUse, Optional<Text> mailboxId) {
    private static final int MAX_NAME_OCTETS = 255; // as IMAP takes them

    /// The tags, before the name is known.
    public record Tags(boolean create, Optional<Text> specialUse, Optional<Text> mailboxId) {

        public static Tags read(Arguments in) throws ScriptError {
            return new Tags(
                    in.flag(Extension.MAILBOX, "create"),
                    in.taggedText(Extension.SPECIAL_USE, "specialuse"),
                    in.taggedText(Extension.MAILBOXID, "mailboxid"));
        }

        /// @param name was read right before
        public MailboxArgument with(Text name, Arguments in) throws ScriptError {
            Optional<String> problem = name.constant().flatMap(MailboxArgument::problem);
            if (problem.isPresent()) {
                throw in.error(problem.get());
            }
            return new MailboxArgument(name, create, specialUse, mailboxId);
        }
    }

    public MailboxTarget value(Run run) {
        String mailbox = name.value(run);
        problem(mailbox)
                .ifPresent(problem -> {
                    throw run.fail(problem);
                });
        return new MailboxTarget(
                mailbox,
                create,
                specialUse.map(text -> text.value(run)),
                mailboxId.map(text -> text.value(run)));
    }

    /// What is wrong with the name of a mailbox (THREATS V12). Whose it is, and whether there is
    /// one, is seen by who files.
    public static Optional<String> problem(String mailbox) {
        if (mailbox.isEmpty()) {
            return Optional.of("the name of a mailbox cannot be empty");
        }
        if (mailbox.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            return Optional.of("the name of a mailbox cannot hold control characters");
        }
        if (Utf8Length.cut(mailbox, MAX_NAME_OCTETS).length() < mailbox.length()) {
            return Optional.of(
                    "the name of a mailbox can have " + MAX_NAME_OCTETS + " octets, not more");
        }
        for (String level : mailbox.split("/", -1)) {
            if (level.isEmpty() || level.equals(".") || level.equals("..")) {
                return Optional.of("\"" + mailbox + "\" is not the name of a mailbox");
            }
        }
        return Optional.empty();
    }
}
