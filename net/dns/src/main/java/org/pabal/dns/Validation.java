// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pabal.dns.Resolver.Security;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// Validates responses itself: follows the chain of trust from the anchors down. RFC 4035 §5.
///
/// Each response has a validator of its own, so that what it asks is bounded in number and time, and
/// so that a key that could not be fetched is a failure: the validator would take the answer for one
/// that nobody signed, and who keeps answers from us could undo DANE (RFC 7672 §2.1.1). Keys are
/// remembered once they have proved an answer, or the lack of them; never before, as anyone may
/// forge them.
final class Validation implements Responses {

    /// A chain asks for two sets of records at each of the zones above a name.
    private static final int MAX_QUESTIONS = 80;

    private static final Executor ASIDE = Thread::startVirtualThread;

    private final NameServerPool servers;
    private final Collection<RRset> anchors;
    private final Clock clock;
    private final AnswerCache<Message> keys;
    private final Duration maxTtl;

    /// @throws IllegalArgumentException when the anchors are none
    Validation(
            NameServerPool servers,
            Dnssec.Validate settings,
            DnsLimits limits,
            LongSupplier nanos) {
        this.servers = servers;
        this.clock = clock(settings.clock());
        this.anchors = anchors(settings.anchors(), servers, clock);
        this.keys = new AnswerCache<>(limits.cachedAnswers(), nanos);
        this.maxTtl = limits.maxTtl();
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }

    private static Collection<RRset> anchors(String text, NameServerPool servers, Clock clock) {
        AnswerCache<Message> none = new AnswerCache<>(0, System::nanoTime);
        var reader = new ValidatingResolver(new Chain(servers, none, 0), clock);
        try (var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))) {
            reader.loadTrustAnchors(in);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not records of trust anchors: " + e.getMessage(), e);
        }
        if (reader.getTrustAnchors().items().isEmpty()) {
            throw new IllegalArgumentException("no DS or DNSKEY record among the trust anchors");
        }
        return List.copyOf(reader.getTrustAnchors().items());
    }

    @Override
    public Message ask(Name name, int type, long until) throws NoResponse {
        Chain chain = new Chain(servers, keys, until);
        ValidatingResolver validator = new ValidatingResolver(chain, clock);
        anchors.forEach(validator.getTrustAnchors()::store);
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        Message response = response(validator, query, until);
        boolean secure = response.getHeader().getFlag(Flags.AD);
        if (!secure) {
            Optional<NoResponse> failure = chain.failure();
            if (failure.isPresent()) {
                throw failure.get();
            }
            if (response.getRcode() == Rcode.SERVFAIL) {
                chain.forget();
                throw new NoResponse("DNSSEC: " + reason(response), Security.BOGUS);
            }
        }
        chain.remember(maxTtl);
        return response;
    }

    private static Message response(ValidatingResolver validator, Message query, long until)
            throws NoResponse {
        try {
            return validator
                    .sendAsync(query, ASIDE)
                    .toCompletableFuture()
                    .get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NoResponse("no validated response in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NoResponse known
                    ? known
                    : new NoResponse("DNSSEC: the response cannot be validated: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoResponse("interrupted");
        }
    }

    private static String reason(Message response) {
        for (Record one : response.getSection(Section.ADDITIONAL)) {
            if (one instanceof TXTRecord txt
                    && one.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS) {
                return String.join("", txt.getStrings());
            }
        }
        return "bogus";
    }

    /// What one validator asks: the question itself, then the keys and their digests on the way down
    /// to who signed the answer.
    private static final class Chain implements org.xbill.DNS.Resolver {
        private final NameServerPool servers;
        private final AnswerCache<Message> keys;
        private final long until;
        private final AtomicInteger asked = new AtomicInteger();
        private final Map<AnswerCache.Key, Message> used = new ConcurrentHashMap<>();
        private volatile @Nullable NoResponse failure;

        Chain(NameServerPool servers, AnswerCache<Message> keys, long until) {
            this.servers = servers;
            this.keys = keys;
            this.until = until;
        }

        Optional<NoResponse> failure() {
            return Optional.ofNullable(failure);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query) {
            return sendAsync(query, ASIDE);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            return CompletableFuture.supplyAsync(() -> answer(query), ASIDE);
        }

        private Message answer(Message query) {
            var key =
                    new AnswerCache.Key(
                            query.getQuestion().getName(), query.getQuestion().getType());
            if (!isOfKeys(key)) {
                return asked(query);
            }
            Message response = keys.get(key).orElseGet(() -> asked(query));
            used.put(key, response);
            return response.clone();
        }

        private static boolean isOfKeys(AnswerCache.Key key) {
            return key.type() == Type.DS || key.type() == Type.DNSKEY;
        }

        private Message asked(Message query) {
            try {
                if (asked.incrementAndGet() > MAX_QUESTIONS) {
                    throw new NoResponse("DNSSEC: the chain of trust is too long");
                }
                return servers.ask(query, until);
            } catch (NoResponse e) {
                failure = e;
                throw new CompletionException(e);
            }
        }

        void remember(Duration maxTtl) {
            used.forEach((key, response) -> {
                List<Record> records = new ArrayList<>(response.getSection(Section.ANSWER));
                records.addAll(response.getSection(Section.AUTHORITY));
                long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
                Duration life = Duration.ofSeconds(Math.min(ttl, maxTtl.toSeconds()));
                if (keys.get(key).isEmpty()) {
                    keys.put(key, response, life, RecordSet.octets(records));
                }
            });
        }

        void forget() {
            used.keySet().forEach(keys::remove);
        }

        // What the validator wants of its resolver is set at the name servers already.

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean flag) {}

        @Override
        public void setIgnoreTruncation(boolean flag) {}

        @Override
        public void setEDNS(int version, int payload, int flags, List<EDNSOption> options) {}

        @Override
        public void setTSIGKey(@Nullable TSIG key) {}

        @Override
        public void setTimeout(Duration timeout) {}
    }
}
