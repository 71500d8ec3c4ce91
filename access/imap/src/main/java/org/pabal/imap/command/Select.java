// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Access;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.Rights;

/// SELECT and EXAMINE. RFC 9051 §6.3.2 and §6.3.3; parameters: RFC 7162 §3.1.8 and §3.2.5.
record Select(String name, Access access, Parameters parameters)
        implements ImapCommand.InAuthenticatedState {

    /// Any of these makes a mailbox one that can be changed: to set `\Seen` is nobody else's concern.
    /// RFC 4314 §5.2.
    private static final Rights READ_WRITE = Rights.of("iewt");

    record Parameters(boolean condStore, Optional<QuickResync> resync) {}

    /// `"SELECT" SP mailbox [select-params]`
    static Select parse(ImapParser in) throws ImapSyntaxException {
        return parse(in, Access.READ_WRITE);
    }

    /// `"EXAMINE" SP mailbox [select-params]`
    static Select parseExamine(ImapParser in) throws ImapSyntaxException {
        return parse(in, Access.READ_ONLY);
    }

    private static Select parse(ImapParser in, Access access) throws ImapSyntaxException {
        String name = in.space().astring();
        Parameters parameters =
                in.skip(' ') ? parameters(in) : new Parameters(false, Optional.empty());
        in.end();
        return new Select(name, access, parameters);
    }

    /// `select-params = SP "(" select-param *(SP select-param) ")"`
    private static Parameters parameters(ImapParser in) throws ImapSyntaxException {
        boolean condStore = false;
        Optional<QuickResync> resync = Optional.empty();
        in.expect('(');
        do {
            if (in.skipWord("CONDSTORE")) {
                condStore = true;
            } else if (in.skipWord("QRESYNC")) {
                in.space();
                resync = Optional.of(QuickResync.parse(in));
            } else {
                throw in.expected("CONDSTORE or QRESYNC");
            }
        } while (in.skip(' '));
        in.expect(')');
        return new Parameters(condStore, resync);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        if (parameters.resync().isPresent() && !user.client().features().isQuickResync()) {
            return TaggedResponse.bad("ENABLE QRESYNC first"); // RFC 7162 §3.2.5
        }
        if (user.client().features().isUidOnly()
                && parameters.resync().flatMap(QuickResync::match).isPresent()) {
            return TaggedResponse.bad( // RFC 9586 §3.5
                    ResponseCodes.UIDREQUIRED, "UIDONLY is enabled, numbers match nothing");
        }
        if (user.selected().isPresent()) {
            user.out().untagged("OK", "CLOSED", "Mailbox closed");
            user.client().enter(user); // a failing SELECT leaves nothing selected
        }
        Optional<NamedMailbox> mailbox = user.find(name);
        Optional<MailboxSnapshot> snapshot =
                mailbox.flatMap(found -> found.mailboxes().snapshot(found.id()));
        if (mailbox.isEmpty() || snapshot.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        if (parameters.condStore() || parameters.resync().isPresent()) {
            user.client().features().enable(Feature.CONDSTORE);
        }
        SelectedMailbox selected = new SelectedMailbox(user, mailbox.get(), access, snapshot.get());
        user.client().enter(selected);
        describe(selected, mailbox.get());
        if (parameters.resync().isPresent()) {
            parameters.resync().get().write(selected);
        }
        boolean readOnly =
                access == Access.READ_ONLY || !mailbox.get().rights().hasAnyOf(READ_WRITE);
        return TaggedResponse.ok(
                readOnly ? ResponseCodes.READ_ONLY : ResponseCodes.READ_WRITE,
                access == Access.READ_ONLY ? "Examined" : "Selected");
    }

    /// With the name as it was written, where it is shown otherwise. RFC 9051 §6.3.9.7.
    private void writeListed(Authenticated user, MailboxAddress address) throws IOException {
        String shown = user.namespaces().shown(address);
        ResponseWriter out = user.out().ascii("* LIST ()");
        user.writeDelimiter(user.namespaces().shown(address));
        user.writeName(shown);
        if (!shown.equals(name)) {
            out.ascii(" (\"OLDNAME\" (").astring(name).ascii("))");
        }
        out.crlf();
    }

    private void describe(SelectedMailbox selected, NamedMailbox mailbox) throws IOException {
        MailboxSnapshot snapshot = selected.told();
        ResponseWriter out = selected.out();
        selected.writeKeywords();
        out.ascii("* ").number(snapshot.count()).ascii(" EXISTS").crlf();
        if (!selected.features().isRev2()) {
            selected.writeRecentCount();
            if (!selected.features().isUidOnly()) {
                writeFirstUnseen(out, snapshot);
            }
        }
        out.untagged("OK", "UIDVALIDITY " + snapshot.uidValidity(), "UIDs are valid");
        out.untagged("OK", "UIDNEXT " + snapshot.uidNext(), "Next UID");
        selected.writeHighestModSeq();
        out.untagged("OK", "MAILBOXID (" + ObjectIds.of(mailbox.id()) + ")", "Mailbox id");
        if (selected.features().isRev2()) {
            writeListed(selected.user(), mailbox.address());
        }
    }

    /// RFC 3501 §7.1; IMAP4rev2 has it no more.
    private static void writeFirstUnseen(ResponseWriter out, MailboxSnapshot snapshot)
            throws IOException {
        int index = snapshot.firstUnseen();
        if (index >= 0) {
            out.untagged("OK", "UNSEEN " + (index + 1), "First unseen");
        }
    }
}
