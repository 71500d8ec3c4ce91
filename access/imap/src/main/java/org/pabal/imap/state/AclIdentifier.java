// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.text.Normalizer;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.mailbox.Grantee;
import org.pabal.message.Address;

/// Whom an entry of an ACL is about, and whether it gives or withholds. RFC 4314 §2.
///
/// Written as `anyone`, as an address, or as a log-in name of the reader's domain; `-` before it
/// withholds. Shown as an address always, so that it means the same to every reader; one that begins
/// with `-` is shown in quotes.
public record AclIdentifier(Grantee grantee, Kind kind) {
    private static final String ANYONE = "anyone";

    /// Two entries, independent of each other.
    public enum Kind {
        GIVEN,
        WITHHELD
    }

    /// Empty for an account that is not there.
    public static Optional<AclIdentifier> parse(Authenticated user, String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        boolean withheld = normal.startsWith("-");
        String name = withheld ? normal.substring(1) : normal;
        Kind kind = withheld ? Kind.WITHHELD : Kind.GIVEN;
        if (name.equals(ANYONE)) {
            return Optional.of(new AclIdentifier(new Grantee.Anyone(), kind));
        }
        return account(user, name)
                .map(account -> new AclIdentifier(new Grantee.Account(account.id()), kind));
    }

    private static Optional<Account> account(Authenticated user, String name) {
        LoginContext own = LoginContext.within(user.account().address().domain());
        return user.client().services().directory().findByLogin(name, own);
    }

    /// Empty when the account is no more.
    public Optional<String> text(Authenticated user) {
        String sign = kind == Kind.WITHHELD ? "-" : "";
        return switch (grantee) {
            case Grantee.Anyone _ -> Optional.of(sign + ANYONE);
            case Grantee.Account(var id) ->
                    user.client()
                            .services()
                            .directory()
                            .account(id)
                            .map(account -> sign + text(account.address()));
        };
    }

    /// How an account is shown.
    public static String text(Address address) {
        return address.localPart().startsWith("-")
                ? '"' + address.localPart() + "\"@" + address.domain()
                : address.toString();
    }
}
