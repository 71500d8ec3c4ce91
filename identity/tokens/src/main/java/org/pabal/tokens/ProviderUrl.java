// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a provider answers: `https` only, as tokens and secrets go there.
///
/// @param target path with its query
public record ProviderUrl(String host, int port, String target) {
    private static final int HTTPS = 443;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final int MAX_TARGET = 1_900;

    /// Empty for what is not such a URL.
    public static Optional<ProviderUrl> parse(String text) {
        try {
            URI url = new URI(text);
            String host = url.getHost() == null ? "" : url.getHost();
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            boolean fits =
                    "https".equalsIgnoreCase(url.getScheme())
                            && HOST.matcher(host).matches()
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && url.getPort() <= 65_535
                            && path.length() + query.length() <= MAX_TARGET
                            && (path + query).chars().allMatch(c -> c > 0x20 && c < 0x7F);
            return fits
                    ? Optional.of(
                            new ProviderUrl(
                                    host,
                                    url.getPort() < 0 ? HTTPS : url.getPort(),
                                    (path.isEmpty() ? "/" : path) + query))
                    : Optional.empty();
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "https://" + host + (port == HTTPS ? "" : ":" + port) + target;
    }
}
