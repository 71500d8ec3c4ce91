// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.CyrusNames;
import org.pabal.imap.NamespaceConfig;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// NAMESPACE: own mailboxes, those of other users, shared ones. RFC 9051 §6.3.10, RFC 2342.
record Namespace() implements ImapCommand.InAuthenticatedState {

    /// `"NAMESPACE"`
    static Namespace parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Namespace();
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        NamespaceConfig names = user.namespaces().names();
        ResponseWriter out = user.out().ascii("* NAMESPACE ");
        write(user, names.personal(), names.delimiter());
        out.octet(' ');
        Optional<CyrusNames> cyrus = user.namespaces().preset();
        write(
                user,
                cyrus.map(CyrusNames::prefix).orElse(names.others()),
                cyrus.map(CyrusNames::delimiter).orElse(names.delimiter()));
        out.octet(' ');
        if (user.namespaces().hasShared()) {
            write(user, names.shared(), names.delimiter());
        } else {
            out.ascii("NIL");
        }
        out.crlf();
        return TaggedResponse.ok("Namespaces told");
    }

    /// `"((" string SP DQUOTE QUOTED-CHAR DQUOTE "))"`
    private static void write(Authenticated user, String prefix, char delimiter)
            throws IOException {
        user.out().ascii("((").string(prefix);
        user.out().ascii(" \"").octet(delimiter).ascii("\"))");
    }
}
