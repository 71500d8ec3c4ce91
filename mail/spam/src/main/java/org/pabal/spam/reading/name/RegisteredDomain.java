// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.name;

import com.google.common.net.InternetDomainName;

/// Which part of a host's name somebody has registered, by the public suffix list: the one place
/// that asks it for the filter.
public final class RegisteredDomain {
    private static final int MAX_CHARS = 253; // RFC 1035 §2.3.4

    private RegisteredDomain() {}

    /// The public suffix and one label: `example.co.kr` of `www.example.co.kr`. A public suffix by
    /// itself is given as it is. Empty for addresses, and below a top-level domain that is not there.
    ///
    /// @param host in ASCII and lower case
    public static String of(String host) {
        if (host.isEmpty() || host.length() > MAX_CHARS || !mayBeName(host)) {
            return "";
        }
        try {
            InternetDomainName name = InternetDomainName.from(host);
            if (!name.hasPublicSuffix()) {
                return "";
            }
            return name.isPublicSuffix() ? host : name.topPrivateDomain().toString();
        } catch (IllegalArgumentException noDomain) {
            return "";
        }
    }

    /// The suffix below which people register: `co.kr` of `www.example.co.kr`; empty without one.
    public static String suffix(String registered) {
        int dot = registered.indexOf('.');
        return dot < 0 ? "" : registered.substring(dot + 1);
    }

    private static boolean mayBeName(String host) {
        char last = host.charAt(host.length() - 1);
        return last >= 'a' && last <= 'z' || host.lastIndexOf(".xn--") >= 0;
    }
}
