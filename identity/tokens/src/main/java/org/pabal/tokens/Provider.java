// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.pabal.message.UnavailableException;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;
import org.pabal.wire.http.HttpResponse;

/// The host that makes tokens, asked over HTTPS. Safe for use by many threads; blocks.
///
/// @param addresses finds its host
public record Provider(HttpClient https, HostAddresses addresses) {

    /// Some hundred keys, or a long list of what a token may do.
    private static final HttpClient.Limits LIMITS =
            new HttpClient.Limits(256 * 1024, Duration.ofSeconds(10));

    private static final int OK = 200;

    /// @throws UnavailableException when there is no answer, or none that is a JSON object
    Map<String, Object> get(ProviderUrl url) {
        return ask(
                url,
                new HttpRequest(
                        HttpRequest.Method.GET,
                        url.host(),
                        url.port(),
                        url.target(),
                        Map.of("Accept", "application/json"),
                        new byte[0]));
    }

    /// @param form of type `application/x-www-form-urlencoded`
    /// @throws UnavailableException likewise
    Map<String, Object> post(ProviderUrl url, String authorization, String form) {
        return ask(
                url,
                new HttpRequest(
                        HttpRequest.Method.POST,
                        url.host(),
                        url.port(),
                        url.target(),
                        Map.of(
                                "Accept",
                                "application/json",
                                "Authorization",
                                authorization,
                                "Content-Type",
                                "application/x-www-form-urlencoded"),
                        form.getBytes(StandardCharsets.US_ASCII)));
    }

    private Map<String, Object> ask(ProviderUrl url, HttpRequest request) {
        try {
            HttpResponse response = https.exchange(addresses.of(url.host()), request, LIMITS);
            if (response.status() != OK) {
                throw new UnavailableException(
                        "the token provider answered "
                                + response.status()
                                + " at "
                                + url
                                + "; see that the URL and the client's id and secret are right");
            }
            return TokenRules.json(new String(response.body(), StandardCharsets.UTF_8))
                    .orElseThrow(() ->
                            new UnavailableException(
                                    "the token provider sent no JSON object from " + url));
        } catch (IOException silent) {
            throw new UnavailableException(
                    "the token provider does not answer at " + url + ": " + silent.getMessage(),
                    silent);
        }
    }
}
