// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// GETQUOTAROOT. RFC 9208 §4.1.2.
record GetQuotaRoot(String name) implements ImapCommand.InAuthenticatedState {

    /// `"GETQUOTAROOT" SP mailbox`
    static GetQuotaRoot parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        in.end();
        return new GetQuotaRoot(name);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<MailboxAddress> address = user.address(name);
        Optional<QuotaRoot> root = address.flatMap(found -> QuotaRoot.ofMailbox(user, name, found));
        if (address.isEmpty() || root.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        user.out().ascii("* QUOTAROOT ");
        user.writeName(address.get());
        user.out().octet(' ').astring(root.get().name()).crlf();
        root.get().write(user);
        return TaggedResponse.ok("Quota told");
    }
}
