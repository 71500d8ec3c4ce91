// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import org.pabal.http.HttpExchange;

/// Whether a request comes from this server's own pages (THREATS J08). Browsers say so themselves in a
/// field that no script can write (Fetch Metadata), and what changes anything carries a field that no
/// form can send. Both stand behind the cookie's `SameSite=Strict`.
public final class OwnPages {
    private OwnPages() {}

    /// For what only scripts of the pages ask for.
    public static boolean isScript(HttpExchange exchange) {
        return isSameOrigin(exchange) && exchange.header("X-Pabal").filter("1"::equals).isPresent();
    }

    /// Also for links and event streams of the pages, which carry no field of ours.
    public static boolean isSameOrigin(HttpExchange exchange) {
        return exchange.header("Sec-Fetch-Site").filter("same-origin"::equals).isPresent();
    }

    /// For a WebSocket: not all browsers send the above for it, but all send this.
    public static boolean isOwnOrigin(HttpExchange exchange) {
        String scheme = exchange.client().isSecure() ? "https://" : "http://";
        return exchange.header("Origin")
                .filter((scheme + exchange.client().host())::equals)
                .isPresent();
    }
}
