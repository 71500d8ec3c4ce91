// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A stranger's wish to hand over a mail.
///
/// @param clientName of the client by the DNS, if it leads back to its address; else empty
/// @param reversePath `local@domain`; empty for the null reverse-path
/// @param authorised SPF says that the reverse-path's domain sends from this client
/// @param recipients the addresses that are wished for; those beyond {@value #MAX_RECIPIENTS} go with
///     the others
public record Attempt(
        InetAddress client,
        String clientName,
        String reversePath,
        boolean authorised,
        List<String> recipients) {
    private static final int MAX_RECIPIENTS = 50;

    public Attempt {
        reversePath = reversePath.toLowerCase(Locale.ROOT);
        recipients =
                recipients.stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .distinct()
                        .sorted()
                        .limit(MAX_RECIPIENTS)
                        .toList();
    }

    /// By which it is known whether a source is good: its network, and the domain that vouches for it.
    List<String> vouched() {
        List<String> sources = new ArrayList<>(List.of(Sources.network(client)));
        if (authorised && !domain().isEmpty()) {
            sources.add(domain());
        }
        return sources;
    }

    /// By which it is known again. The domain of its name is enough for that, together with sender and
    /// recipient, but no word for all the others that an access provider names alike.
    List<String> sources() {
        List<String> sources = new ArrayList<>(vouched());
        Sources.pool(clientName).ifPresent(sources::add);
        return sources;
    }

    String domain() {
        return reversePath.substring(reversePath.lastIndexOf('@') + 1);
    }

    /// Mail to those who are asked when mail does not arrive is not kept waiting. RFC 2142 §4, §5.
    boolean isToPostmaster() {
        return recipients.stream()
                .anyMatch(each ->
                        each.equals("postmaster")
                                || each.startsWith("postmaster@")
                                || each.startsWith("abuse@"));
    }
}
