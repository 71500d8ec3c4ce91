// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.AclIdentifier;
import org.pabal.imap.state.AclIdentifier.Kind;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.Rights;

/// LISTRIGHTS: what can be given to an identifier, each right by itself. RFC 4314 §3.4 and §3.7.
record ListRights(String name, String identifier) implements ImapCommand.InAuthenticatedState {

    /// `"LISTRIGHTS" SP mailbox SP identifier`
    static ListRights parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        String identifier = SetAcl.identifier(in.space());
        in.end();
        return new ListRights(name, identifier);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<NamedMailbox> mailbox = user.find(name, Rights.ADMINISTER);
        if (mailbox.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        Optional<AclIdentifier> whom = AclIdentifier.parse(user, identifier);
        if (whom.isEmpty()) {
            return SetAcl.unknownIdentifier(identifier);
        }
        Rights always = always(user, mailbox.get(), whom.get());
        ResponseWriter out = user.out().ascii("* LISTRIGHTS ");
        user.writeName(mailbox.get().address()).octet(' ');
        out.astring(identifier).octet(' ');
        out.string(always.withObsolete());
        String letters = mayBeGiven(user, whom.get()) ? Rights.ALL.withObsolete() : "";
        for (char letter : letters.toCharArray()) {
            if (always.withObsolete().indexOf(letter) < 0) {
                out.octet(' ').octet(letter);
            }
        }
        out.crlf();
        return TaggedResponse.ok("Rights told");
    }

    private static boolean mayBeGiven(Authenticated user, AclIdentifier whom) {
        return whom.kind() == Kind.WITHHELD
                || !whom.grantee().equals(new Grantee.Anyone())
                || user.store().sharesWithAnyone();
    }

    /// What cannot be taken: from the owner nothing, from administrators what makes them such.
    private static Rights always(Authenticated user, NamedMailbox mailbox, AclIdentifier whom) {
        if (whom.kind() == Kind.WITHHELD || !(whom.grantee() instanceof Grantee.Account(var id))) {
            return Rights.NONE;
        }
        if (id.equals(mailbox.owner().id())) {
            return Rights.ALL;
        }
        Optional<Account> account = user.client().services().directory().account(id);
        return account.filter(who -> user.administers(who, mailbox.owner())).isPresent()
                ? Rights.of(Authenticated.ADMINISTRATOR)
                : Rights.NONE;
    }
}
