// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Asks one name server after the other until one gives a usable response. A truncated one is asked
/// for again over TCP.
final class NameServerPool {

    private static final Logger LOG = LoggerFactory.getLogger(NameServerPool.class);

    /// Small enough to pass everywhere unfragmented, as agreed at the DNS flag day of 2020.
    private static final int UDP_OCTETS = 1232;

    /// Parsing is not done on dnsjava's one network thread.
    private static final Executor ASIDE = Thread::startVirtualThread;

    private final List<SimpleResolver> servers;

    /// No usable response from any.
    static final class NoResponse extends Exception {
        private static final long serialVersionUID = 1L;

        NoResponse(String reason) {
            super(reason);
        }
    }

    NameServerPool(List<InetSocketAddress> addresses, Duration attempt) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("the DNS needs at least one name server");
        }
        this.servers = addresses.stream().map(address -> server(address, attempt)).toList();
    }

    private static SimpleResolver server(InetSocketAddress address, Duration attempt) {
        SimpleResolver server = new SimpleResolver(address);
        server.setTimeout(attempt);
        server.setEDNS(0, UDP_OCTETS, 0, List.of());
        return server;
    }

    /// @param until of `System.nanoTime`
    /// @return a response of NOERROR or NXDOMAIN to this very question
    Message ask(Name name, int type, long until) throws NoResponse {
        String reason = "no name server was asked";
        for (int attempt = 0; ; attempt++) {
            SimpleResolver server = servers.get(attempt % servers.size());
            long left = until - System.nanoTime();
            // A server that refuses at once is not asked again and again until the time is over.
            if (left <= 0 || attempt >= Math.max(4, servers.size())) {
                throw new NoResponse(reason);
            }
            Record question = Record.newRecord(name, type, DClass.IN);
            try {
                Message response =
                        server.sendAsync(Message.newQuery(question), ASIDE)
                                .toCompletableFuture()
                                .get(left, TimeUnit.NANOSECONDS);
                String fault = fault(response, question);
                if (fault.isEmpty()) {
                    return response;
                }
                reason = fault + " from " + host(server);
            } catch (TimeoutException e) {
                reason = "no response in time from " + host(server);
            } catch (ExecutionException e) {
                reason = cause(e) + " from " + host(server);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NoResponse("interrupted");
            }
            LOG.debug(
                    "event=dns-attempt-failed name={} type={} reason=\"{}\"",
                    name,
                    Type.string(type),
                    reason);
        }
    }

    private static String host(SimpleResolver server) {
        return server.getAddress().getAddress().getHostAddress();
    }

    private static String cause(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause == null) {
            return "no usable response";
        }
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }

    /// What makes a response useless, or empty.
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
}
