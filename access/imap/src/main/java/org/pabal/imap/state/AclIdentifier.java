// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.text.Normalizer;
import java.util.Optional;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.GranteeNames;

/// Whom an entry of an ACL is about, and whether it gives or withholds. RFC 4314 §2.
///
/// Written as {@link GranteeNames} says; `-` before it withholds.
public record AclIdentifier(Grantee grantee, Kind kind) {

    /// Two entries, independent of each other.
    public enum Kind {
        GIVEN,
        WITHHELD
    }

    /// Empty for an account or group that is not there.
    public static Optional<AclIdentifier> parse(Authenticated user, String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        boolean withheld = normal.startsWith("-");
        Kind kind = withheld ? Kind.WITHHELD : Kind.GIVEN;
        return names(user)
                .parse(withheld ? normal.substring(1) : normal, user.account().address().domain())
                .map(grantee -> new AclIdentifier(grantee, kind));
    }

    private static GranteeNames names(Authenticated user) {
        return new GranteeNames(user.client().services().directory());
    }

    /// Empty when the account or group is no more.
    public Optional<String> text(Authenticated user) {
        String sign = kind == Kind.WITHHELD ? "-" : "";
        return names(user).text(grantee).map(name -> sign + name);
    }
}
