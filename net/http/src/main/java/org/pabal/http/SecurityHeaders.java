// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The fields that tell a browser how little it may do with an answer.
///
/// @param fields by name
public record SecurityHeaders(Map<String, String> fields) {
    private static final String CSP = "Content-Security-Policy";

    private static final String CLOSED_FEATURES =
            "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(),"
                    + " encrypted-media=(), geolocation=(), gyroscope=(), magnetometer=(),"
                    + " microphone=(), midi=(), payment=(), picture-in-picture=(),"
                    + " screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=(),"
                    + " clipboard-write=(self), fullscreen=(self),"
                    + " publickey-credentials-create=(self), publickey-credentials-get=(self)";

    private static final String APPLICATION =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " font-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self';"
                    + " manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types svelte-trusted-html pabal-sw";

    private static final SecurityHeaders ALL =
            new SecurityHeaders(
                    Map.of(
                            "X-Content-Type-Options",
                            "nosniff",
                            "Referrer-Policy",
                            "no-referrer",
                            "Cross-Origin-Resource-Policy",
                            "same-origin",
                            "X-DNS-Prefetch-Control",
                            "off"));

    private static final SecurityHeaders API =
            ALL.with(CSP, "default-src 'none'; frame-ancestors 'none'; sandbox")
                    .with("Cache-Control", "no-store");

    private static final SecurityHeaders PAGE =
            ALL.with(CSP, APPLICATION)
                    .with("Cross-Origin-Opener-Policy", "same-origin")
                    .with("Permissions-Policy", CLOSED_FEATURES);

    public SecurityHeaders {
        fields = Map.copyOf(fields);
    }

    /// For data: nothing in it is ever shown as a page, nor kept.
    public static SecurityHeaders api() {
        return API;
    }

    /// For the pages of the application and what belongs to them.
    public static SecurityHeaders application() {
        return PAGE;
    }

    /// For the cage in which the HTML of one mail is shown: its own script and pictures of ours, in
    /// an origin of its own.
    ///
    /// @param scripts hashes such as `sha256-…`
    /// @param base of this server, as `https://mail.example.org`
    public static SecurityHeaders frame(List<String> scripts, String base) {
        return cage(scripts, base, "allow-scripts allow-popups allow-popups-to-escape-sandbox");
    }

    /// For the cage in which the text of a mail is written.
    public static SecurityHeaders editor(List<String> scripts, String base) {
        return cage(scripts, base, "allow-scripts");
    }

    private static SecurityHeaders cage(List<String> scripts, String base, String sandbox) {
        String hashes =
                scripts.isEmpty()
                        ? "'none'"
                        : scripts.stream()
                                .map(hash -> "'" + hash + "'")
                                .collect(Collectors.joining(" "));
        return ALL.with(
                        CSP,
                        "default-src 'none'; script-src %s; style-src 'unsafe-inline'; img-src data: %s/px/ %s/b/; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox %s"
                                .formatted(hashes, base, base, sandbox))
                .with("Permissions-Policy", CLOSED_FEATURES);
    }

    public SecurityHeaders with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new SecurityHeaders(more);
    }

    public void apply(HttpExchange exchange) {
        fields.forEach(exchange::answer);
    }
}
