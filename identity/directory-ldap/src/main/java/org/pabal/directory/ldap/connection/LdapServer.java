// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A server as the settings name it.
///
/// @param host a name, or an address without brackets
public record LdapServer(Scheme scheme, String host, int port) {

    /// When TLS begins.
    public enum Scheme {
        /// With StartTLS, unless that is switched off.
        LDAP,
        /// At once.
        LDAPS
    }

    /// Reads `ldap://host`, `ldap://host:389`, `ldaps://[2001:db8::1]:636`. RFC 4516 without what
    /// stands behind the port.
    ///
    /// @throws IllegalArgumentException with one sentence
    public static LdapServer parse(String text) {
        try {
            LDAPURL url = new LDAPURL(text.trim());
            boolean more = url.baseDNProvided() || url.attributesProvided() || url.filterProvided();
            String scheme = url.getScheme().toLowerCase(Locale.ROOT);
            @Nullable String host = url.getHost();
            if (!more && host != null && (scheme.equals("ldap") || scheme.equals("ldaps"))) {
                return new LdapServer(
                        scheme.equals("ldap") ? Scheme.LDAP : Scheme.LDAPS,
                        host.toLowerCase(Locale.ROOT),
                        url.getPort());
            }
        } catch (LDAPException malformed) {
            // the same sentence as for other malformed ones
        }
        throw new IllegalArgumentException(
                "\""
                        + text
                        + "\" is no LDAP server; write ldap://HOST[:PORT] or ldaps://HOST[:PORT]");
    }

    /// Without the scheme, as messages name it.
    public String name() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + name();
    }
}
