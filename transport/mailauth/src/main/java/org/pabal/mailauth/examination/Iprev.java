// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.examination;

import java.net.InetAddress;
import java.util.List;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;

/// The name of a client's address. A name counts only if it leads back to the address. RFC 8601 §3.
///
/// @param name in lower case, without the final dot; empty without a pass
/// @param reason one clause for the operator; empty with a pass
public record Iprev(IprevResult result, String name, String reason) {
    /// An address with more names than these is nobody's in particular.
    private static final int MAX_NAMES = 5;

    /// Asks the DNS and waits for it.
    public static Iprev of(InetAddress address, Resolver resolver) {
        return switch (resolver.names(address)) {
            case Answer.Found<String>(var names) ->
                    confirmed(
                            address, names.subList(0, Math.min(names.size(), MAX_NAMES)), resolver);
            case Answer.Failed<String>(var reason) ->
                    new Iprev(IprevResult.TEMPERROR, "", "the DNS did not answer: " + reason);
            case Answer.NoData<String> _, Answer.NoSuchName<String> _ ->
                    new Iprev(IprevResult.PERMERROR, "", "the address has no name");
        };
    }

    private static Iprev confirmed(InetAddress address, List<String> names, Resolver resolver) {
        boolean failed = false;
        for (String name : names) {
            switch (resolver.addresses(name)) {
                case Answer.Found<InetAddress>(var addresses) when addresses.contains(address) -> {
                    return new Iprev(IprevResult.PASS, plain(name), "");
                }
                case Answer.Failed<InetAddress> _ -> failed = true;
                case Answer.Found<InetAddress> _,
                        Answer.NoData<InetAddress> _,
                        Answer.NoSuchName<InetAddress> _ -> {}
            }
        }
        String shown = String.join(", ", names);
        return failed
                ? new Iprev(IprevResult.TEMPERROR, "", "the DNS did not answer about " + shown)
                : new Iprev(IprevResult.FAIL, "", shown + " does not lead back to the address");
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
