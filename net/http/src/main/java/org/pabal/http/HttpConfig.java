// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.time.Duration;

/// How this server speaks HTTP, at all its doors.
///
/// @param names by which it may be called
/// @param proxies that are believed
/// @param hsts for how long browsers are told to come by TLS only; nothing for not at all (RFC 6797)
public record HttpConfig(HttpLimits limits, OwnNames names, TrustedProxies proxies, Duration hsts) {

    /// With the limits of the project and no proxies.
    public static HttpConfig of(OwnNames names) {
        return new HttpConfig(
                HttpLimits.standard(), names, TrustedProxies.NONE, Duration.ofDays(180));
    }

    public HttpConfig withLimits(HttpLimits others) {
        return new HttpConfig(others, names, proxies, hsts);
    }

    public HttpConfig withProxies(TrustedProxies others) {
        return new HttpConfig(limits, names, others, hsts);
    }
}
