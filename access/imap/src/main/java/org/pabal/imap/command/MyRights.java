// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.Rights;

/// MYRIGHTS. RFC 4314 §3.5 and §3.8.
record MyRights(String name) implements ImapCommand.InAuthenticatedState {
    /// With any of these a client may ask. RFC 4314 §4.
    private static final Rights ANY = Rights.of("lrikxa");

    /// `"MYRIGHTS" SP mailbox`
    static MyRights parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        in.end();
        return new MyRights(name);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<NamedMailbox> mailbox =
                user.find(name, Rights.NONE).filter(found -> found.rights().hasAnyOf(ANY));
        if (mailbox.isEmpty()) {
            return Refusals.noSuchMailbox();
        }
        write(user, mailbox.get());
        return TaggedResponse.ok("Rights told");
    }

    static void write(Authenticated user, NamedMailbox mailbox) throws IOException {
        user.out().ascii("* MYRIGHTS ");
        user.writeName(mailbox.address()).octet(' ');
        user.out().ascii(mailbox.rights().withObsolete()).crlf();
    }
}
