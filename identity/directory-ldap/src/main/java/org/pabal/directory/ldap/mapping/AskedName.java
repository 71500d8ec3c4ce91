// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.Map;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// An address that is looked for, in the forms that a template may use.
///
/// | placeholder | value for `bob@예시.kr` |
/// |---|---|
/// | `{address}` | `bob@xn--vv4b11d.kr` |
/// | `{local}` | `bob` |
/// | `{domain}` | `xn--vv4b11d.kr` |
/// | `{login}` | `bob` when the domain is the one that completes bare names, else as `{address}` |
///
/// Domains are in ASCII, as `mail` and `dc` hold nothing else (IA5 String), unless the local-part
/// needs more anyway.
public record AskedName(Address address, Domain ownDomain) {
    private static final Map<String, Placeholder> PLACEHOLDERS =
            Map.of(
                    "{address}",
                    AskedName::written,
                    "{local}",
                    name -> name.address().localPart(),
                    "{domain}",
                    name -> name.address().domain().toAscii(),
                    "{login}",
                    AskedName::login);

    interface Placeholder {
        String valueFor(AskedName name);
    }

    static Map<String, Placeholder> placeholders() {
        return PLACEHOLDERS;
    }

    private String written() {
        return address.needsSmtpUtf8() || address.domain().isLiteral()
                ? address.localPart() + "@" + address.domain()
                : address.localPart() + "@" + address.domain().toAscii();
    }

    private String login() {
        return address.domain().equals(ownDomain) ? address.localPart() : written();
    }
}
