// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

/// Who we are to a server. RFC 4513 §5.1.3.
///
/// @param password never empty: a name with an empty password would be an anonymous bind that looks
///     like a proof (RFC 4513 §5.1.2, THREATS A01)
public record LdapIdentity(String dn, String password) {
    public LdapIdentity {
        if (dn.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException(
                    "a distinguished name to bind as needs a password; for anonymous searches leave"
                            + " both out");
        }
    }

    @Override
    public String toString() {
        return dn;
    }
}
