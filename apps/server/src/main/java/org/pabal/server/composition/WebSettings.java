// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import org.pabal.http.HttpConfig;
import org.pabal.http.HttpLimits;
import org.pabal.http.TrustedProxies;
import org.pabal.server.settings.HttpTable;
import org.pabal.server.settings.Settings;

/// What the settings say of HTTP, in its terms.
final class WebSettings {
    private WebSettings() {}

    static HttpConfig config(Settings settings, WebNames names) throws StartFailure {
        return new HttpConfig(
                limits(settings),
                names.own(),
                new TrustedProxies(
                        Networks.of(settings, HttpTable.HTTP_PROXIES),
                        settings.get(HttpTable.HTTP_PROXY_FIELDS).equals("forwarded")
                                ? TrustedProxies.Fields.FORWARDED
                                : TrustedProxies.Fields.X_FORWARDED),
                settings.get(HttpTable.HTTP_HSTS));
    }

    private static HttpLimits limits(Settings settings) throws StartFailure {
        HttpLimits preset = HttpLimits.standard();
        Duration idle = settings.get(HttpTable.HTTP_IDLE_TIMEOUT);
        if (idle.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new StartFailure("http.idle-timeout is 1s at least");
        }
        return preset.withTimes(preset.header(), idle, preset.ping())
                .withRequests(
                        settings.get(HttpTable.HTTP_REQUESTS),
                        settings.get(HttpTable.HTTP_REQUESTS_PER_SOURCE));
    }
}
