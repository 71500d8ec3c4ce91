// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.CheckReport;

/// RECONSTRUCT, for administrators: Cyrus' cyradm says it, no RFC does. The whole account of a mailbox
/// is checked and mended, since its mailboxes share what is counted.
record Reconstruct(String name) implements ImapCommand.InAuthenticatedState {

    /// `"RECONSTRUCT" SP mailbox [SP "RECURSIVE"]`
    static Reconstruct parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        if (in.skip(' ') && !in.skipWord("RECURSIVE")) {
            throw in.expected("RECURSIVE");
        }
        in.end();
        return new Reconstruct(name);
    }

    @Override
    public TaggedResponse run(Authenticated user) {
        Optional<MailboxAddress> address =
                user.address(name).filter(found -> user.administers(found.owner()));
        if (address.flatMap(user::find).isEmpty()) {
            return Refusals.notFound(user, name);
        }
        MailboxAddress mailbox = address.get();
        CheckReport report = user.store().check(mailbox.owner().id(), CheckReport.Mode.MEND);
        user.audit("reconstruct", mailbox, report.found() + " found");
        String counted =
                report.mailboxes()
                        + " mailboxes with "
                        + report.messages()
                        + " messages checked, "
                        + report.found()
                        + " findings, "
                        + report.mended()
                        + " mended";
        return report.found() == report.mended()
                ? TaggedResponse.ok(counted)
                : TaggedResponse.no(
                        ResponseCodes.CORRUPTION,
                        counted
                                + ": pabal mailbox reconstruct "
                                + mailbox.owner().address()
                                + " tells which");
    }
}
