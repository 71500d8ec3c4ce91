// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import org.pabal.jmap.push.WantedTypes;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.mta.jobs.OutsidePosts;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// PushSubscription/set. RFC 8620 §7.2.2.
final class PushSubscriptionSet implements JmapMethod {
    /// RFC 8620 §7.2: 48 hours at least.
    static final Duration LONGEST = Duration.ofDays(30);

    static final Duration PRESET = Duration.ofDays(7);
    private static final int MAX_DEVICE = 255;
    private static final int MAX_NAME = 100;
    private static final int ID_OCTETS = 9;
    private static final int CODE_OCTETS = 24;

    private final PushTargets targets;
    private final PushSender sender;
    private final InstantSource clock;
    private final RandomGenerator random;

    PushSubscriptionSet(
            PushTargets targets, PushSender sender, InstantSource clock, RandomGenerator random) {
        this.targets = targets;
        this.sender = sender;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String name() {
        return "PushSubscription/set";
    }

    @Override
    public String capability() {
        return Capability.CORE;
    }

    /// They are the user's, of no account, and have no state.
    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount own = JmapAccount.own(call.user().account());
        ObjectNode response =
                new OfUser(call.user().account().id(), call.uses(Capability.PUSH_DEVICE))
                        .run(SetRequest.read(call, own), call);
        response.remove(List.of("accountId", "oldState", "newState"));
        return response;
    }

    private final class OfUser implements SetTarget {
        private final AccountId user;
        private final boolean named;

        /// @param named whether the client knows of the names of devices
        OfUser(AccountId user, boolean named) {
            this.user = user;
            this.named = named;
        }

        @Override
        public String state() {
            return "";
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            Instant now = clock.instant();
            properties.known("id", "verificationCode");
            if (properties.any("id").isPresent()) {
                throw SetError.invalidProperty("id", "is given by the server");
            }
            if (properties.any("verificationCode").isPresent()) {
                throw SetError.invalidProperty("verificationCode", "is not known yet");
            }
            String device = properties.string("deviceClientId");
            if (device.isEmpty() || device.length() > MAX_DEVICE) {
                throw properties.wrong(
                        "deviceClientId", "must have 1 to " + MAX_DEVICE + " characters");
            }
            Optional<Instant> asked = properties.findUtcDate("expires");
            Instant expires = expires(asked, now);
            PushTarget target =
                    new PushTarget(
                            "P" + token(ID_OCTETS),
                            device,
                            named ? name(properties) : "",
                            url(properties),
                            keys(properties),
                            token(CODE_OCTETS),
                            false,
                            false,
                            expires,
                            types(properties),
                            Map.of(),
                            0,
                            Instant.EPOCH);
            properties.nothingElse();
            if (!targets.add(user, target, now)) {
                throw SetError.of(
                        "overQuota",
                        "At most " + PushTargets.MAX_TARGETS + " devices; destroy some.");
            }
            sender.learnShares(user);
            sender.callAgain(user, Duration.ZERO);
            ObjectNode created = JsonNodeFactory.instance.objectNode();
            created.put("id", target.id());
            if (!asked.equals(Optional.of(expires))) {
                created.put("expires", JmapObject.utcDate(expires));
            }
            return created;
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            PushTarget before = find(id);
            ObjectNode changeable = JsonNodeFactory.instance.objectNode();
            changeable.putNull("verificationCode");
            changeable.put("expires", JmapObject.utcDate(before.expires()));
            changeable.putNull("types");
            before.types().ifPresent(types -> types.forEach(changeable.putArray("types")::add));
            JmapObject wanted = JmapObject.ofProperties(patch.applyTo(changeable), patch.created());
            Optional<Set<String>> types = types(wanted);
            Optional<Instant> asked = wanted.findUtcDate("expires");
            Instant expires = expires(asked, clock.instant());
            Optional<String> code = wanted.findString("verificationCode");
            wanted.nothingElse();
            if (code.isPresent() && !isSame(code.get(), before.code())) {
                throw SetError.invalidProperty(
                        "verificationCode", "is not the one that was pushed");
            }
            Optional<PushTarget> updated =
                    targets.update(
                            user,
                            id,
                            now ->
                                    (code.isPresent() ? now.withVerified() : now)
                                            .with(expires, types));
            if (updated.isEmpty()) {
                throw SetError.notFound();
            }
            return asked.equals(Optional.of(expires))
                    ? Optional.empty()
                    : Optional.of(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("expires", JmapObject.utcDate(expires)));
        }

        @Override
        public void destroy(String id) {
            targets.remove(user, find(id).id());
        }

        private PushTarget find(String id) {
            return targets.of(user, clock.instant()).stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow(SetError::notFound);
        }
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Instant expires(Optional<Instant> asked, Instant now) {
        Instant latest = now.plus(LONGEST);
        Instant wanted = asked.orElse(now.plus(PRESET));
        if (!wanted.isAfter(now)) {
            throw SetError.invalidProperty("expires", "must be in the future");
        }
        return Instant.ofEpochSecond((wanted.isBefore(latest) ? wanted : latest).getEpochSecond());
    }

    private static String name(JmapObject properties) {
        String name = properties.findString("name").orElse("").strip();
        if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw properties.wrong("name", "must have at most " + MAX_NAME + " characters");
        }
        return name;
    }

    private static URI url(JmapObject properties) {
        try {
            URI url = new URI(properties.string("url"));
            if (OutsidePosts.isTarget(url)) {
                return url;
            }
        } catch (URISyntaxException notOne) {
            // told below
        }
        throw properties.wrong("url", "must be an absolute https: URL without a name before @");
    }

    private static Optional<PushTarget.Keys> keys(JmapObject properties) {
        return properties
                .findObject("keys")
                .map(keys -> {
                    String point = keys.string("p256dh");
                    String auth = keys.string("auth");
                    keys.nothingElse();
                    try {
                        Base64.Decoder base64 = Base64.getUrlDecoder();
                        return new PushTarget.Keys(base64.decode(point), base64.decode(auth));
                    } catch (IllegalArgumentException wrong) {
                        throw properties.wrong("keys", "must be those of a browser's subscription");
                    }
                });
    }

    private static Optional<Set<String>> types(JmapObject properties) {
        return properties
                .findStrings("types")
                .map(names -> {
                    if (names.isEmpty() || names.size() > WantedTypes.MAX_NAMES) {
                        throw properties.wrong("types", "must name 1 to 100 types, or be null");
                    }
                    return Set.copyOf(names);
                });
    }

    private String token(int octets) {
        byte[] bits = new byte[octets];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
