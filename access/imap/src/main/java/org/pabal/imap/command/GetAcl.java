// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.AclIdentifier;
import org.pabal.imap.state.AclIdentifier.Kind;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.GranteeNames;
import org.pabal.mailbox.Rights;

/// GETACL: the owner first, who has all rights. RFC 4314 §3.3 and §3.6.
record GetAcl(String name) implements ImapCommand.InAuthenticatedState {

    /// `"GETACL" SP mailbox`
    static GetAcl parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        in.end();
        return new GetAcl(name);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<NamedMailbox> mailbox = user.find(name, Rights.ADMINISTER);
        if (mailbox.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        ResponseWriter out = user.out().ascii("* ACL ");
        user.writeName(mailbox.get().address());
        out.octet(' ').astring(GranteeNames.text(mailbox.get().owner().address()));
        out.octet(' ').ascii(Rights.ALL.withObsolete());
        Acl acl = mailbox.get().info().acl();
        for (Map.Entry<Grantee, Rights> entry : acl.given().entrySet()) {
            write(user, new AclIdentifier(entry.getKey(), Kind.GIVEN), entry.getValue());
        }
        for (Map.Entry<Grantee, Rights> entry : acl.withheld().entrySet()) {
            write(user, new AclIdentifier(entry.getKey(), Kind.WITHHELD), entry.getValue());
        }
        out.crlf();
        return TaggedResponse.ok("Rights told");
    }

    private static void write(Authenticated user, AclIdentifier identifier, Rights rights)
            throws IOException {
        Optional<String> text = identifier.text(user);
        if (text.isPresent()) {
            user.out().octet(' ').astring(text.get());
            user.out().octet(' ').ascii(rights.withObsolete());
        }
    }
}
