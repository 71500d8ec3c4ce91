// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pabal.dns.Resolver.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Asks one name server after the other until one gives a usable response. A truncated one is asked
/// for again over TCP.
final class NameServerPool implements Responses {

    private static final Logger LOG = LoggerFactory.getLogger(NameServerPool.class);

    /// Small enough to pass everywhere unfragmented, as agreed at the DNS flag day of 2020.
    private static final int UDP_OCTETS = 1232;

    /// Parsing is not done on dnsjava's one network thread.
    private static final Executor ASIDE = Thread::startVirtualThread;

    private final List<SimpleResolver> servers;
    private final Duration attempt;
    private final Dnssec dnssec;

    NameServerPool(List<InetSocketAddress> addresses, Duration attempt, Dnssec dnssec) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("the DNS needs at least one name server");
        }
        this.attempt = attempt;
        this.dnssec = dnssec;
        this.servers = addresses.stream().map(this::server).toList();
    }

    /// Signatures come only when there is someone to read them: they make most responses too large
    /// for UDP. We count the time ourselves, as dnsjava looks at its clock but once a second.
    private SimpleResolver server(InetSocketAddress address) {
        SimpleResolver server = new SimpleResolver(address);
        server.setTimeout(attempt);
        int flags = dnssec instanceof Dnssec.Validate ? ExtendedFlags.DO : 0;
        server.setEDNS(0, UDP_OCTETS, flags, List.of());
        return server;
    }

    @Override
    public Message ask(Name name, int type, long until) throws NoResponse {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        if (dnssec instanceof Dnssec.TrustAd) {
            query.getHeader().setFlag(Flags.AD); // that we want to know, RFC 6840 §5.7
        }
        return ask(query, until);
    }

    /// @param until of `System.nanoTime`
    Message ask(Message query, long until) throws NoResponse {
        NoResponse last = new NoResponse("no name server was asked");
        for (int tried = 0; ; tried++) {
            SimpleResolver server = servers.get(tried % servers.size());
            long left = until - System.nanoTime();
            // A server that refuses at once is not asked again and again until the time is over.
            if (left <= 0 || tried >= Math.max(4, servers.size())) {
                throw last;
            }
            try {
                Message response =
                        server.sendAsync(query.clone(), ASIDE)
                                .toCompletableFuture()
                                .get(Math.min(left, attempt.toNanos()), TimeUnit.NANOSECONDS);
                Optional<NoResponse> fault = fault(response, query.getQuestion(), server);
                if (fault.isEmpty()) {
                    return vouched(response, server);
                }
                last = fault.get();
            } catch (TimeoutException e) {
                last = new NoResponse("no response in time from " + host(server));
            } catch (ExecutionException e) {
                last = new NoResponse(cause(e) + " from " + host(server));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NoResponse("interrupted");
            }
            LOG.debug(
                    "event=dns-attempt-failed name={} type={} reason=\"{}\"",
                    query.getQuestion().getName(),
                    Type.string(query.getQuestion().getType()),
                    last.getMessage());
        }
    }

    /// The AD bit is a matter of trust in who sets it. RFC 6840 §5.8
    private Message vouched(Message response, SimpleResolver server) {
        if (!(dnssec instanceof Dnssec.TrustAd trust) || !trust.trusts(address(server))) {
            response.getHeader().unsetFlag(Flags.AD);
        }
        return response;
    }

    private static InetAddress address(SimpleResolver server) {
        return server.getAddress().getAddress();
    }

    private static String host(SimpleResolver server) {
        return address(server).getHostAddress();
    }

    private static String cause(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause == null) {
            return "no usable response";
        }
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }

    /// What makes a response useless.
    private static Optional<NoResponse> fault(
            Message response, Record question, SimpleResolver server) {
        Optional<String> refuted = refuted(response);
        if (refuted.isPresent()) {
            return Optional.of(
                    new NoResponse(
                            "DNSSEC: " + refuted.get() + ", says " + host(server), Security.BOGUS));
        }
        String fault = fault(response, question);
        return fault.isEmpty()
                ? Optional.empty()
                : Optional.of(new NoResponse(fault + " from " + host(server)));
    }

    private static String fault(Message response, Record question) {
        int rcode = response.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return Rcode.string(rcode);
        }
        if (!question.equals(response.getQuestion())) {
            return "a response to another question";
        }
        if (response.getHeader().getFlag(Flags.TC)) {
            return "a truncated response";
        }
        boolean referral =
                rcode == Rcode.NOERROR
                        && response.getSection(Section.ANSWER).isEmpty()
                        && !response.getHeader().getFlag(Flags.RA)
                        && !response.getHeader().getFlag(Flags.AA);
        return referral ? "a referral, as of a server that does no recursion," : "";
    }

    /// What a name server that validates has against its own answer, if it says so. RFC 8914 §4.7
    private static Optional<String> refuted(Message response) {
        OPTRecord opt = response.getOPT();
        if (response.getRcode() != Rcode.SERVFAIL || opt == null) {
            return Optional.empty();
        }
        for (EDNSOption option : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)) {
            if (option instanceof ExtendedErrorCodeOption error
                    && error.getErrorCode() >= ExtendedErrorCodeOption.DNSSEC_BOGUS
                    && error.getErrorCode() <= ExtendedErrorCodeOption.NSEC_MISSING) {
                return Optional.of(
                        ExtendedErrorCodeOption.text(error.getErrorCode())
                                .replaceAll("[^ -~]", "?"));
            }
        }
        return Optional.empty();
    }
}
