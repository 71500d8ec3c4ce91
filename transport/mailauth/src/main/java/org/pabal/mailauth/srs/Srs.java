// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.srs;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Makes and reverses addresses of SRS. Safe for use by many threads.
///
/// A quoted local-part is put in without its quotes, and the address is quoted as a whole; the hash
/// is that of the quoted one, which is what other programs compute. A domain is put in by its
/// A-labels. Nothing is cut: a local-part past the 64 octets of RFC 5321 §4.5.3.1.1 is sent as it is,
/// since it could not be reversed otherwise and other servers take it; only what is too long for a
/// path (§4.5.3.1.3) is not made.
public final class Srs {
    private static final String ALGORITHM = "HmacSHA1";

    /// §4.5.3.1.3: a path of 256 less its brackets.
    private static final int MAX_ADDRESS_OCTETS = 254;

    /// Forwarders that wrapped an address without knowing of SRS1, one in the other.
    private static final int MAX_WRAPPED = 5;

    private final SrsConfig config;
    private final Supplier<List<String>> secrets;
    private final InstantSource clock;

    /// @param secrets the first makes hashes, each verifies them; at least one
    public Srs(SrsConfig config, Supplier<List<String>> secrets, InstantSource clock) {
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// The reverse-path under which a mail of `sender` goes on from us; empty when it would be too
    /// long for one.
    ///
    /// @param ours the domain in which it comes back
    public Optional<Address> forward(Address sender, Domain ours) {
        String local = localPart(sender, secrets.get().getFirst());
        Address forward = new Address(local, ours);
        int octets = forward.toString().getBytes(StandardCharsets.UTF_8).length;
        return octets <= MAX_ADDRESS_OCTETS ? Optional.of(forward) : Optional.empty();
    }

    private String localPart(Address sender, String secret) {
        String domain = sender.domain().toAscii();
        String local = sender.localPart();
        return switch (SrsText.parse(local).orElse(null)) {
            case SrsText.Later(_, var first, var rest) -> later(first, rest, secret);
            case SrsText.First _ -> later(domain, local.substring(4), secret);
            case null -> {
                String day = SrsDay.text(SrsDay.of(clock.instant()));
                String hash = hash(secret, day, domain, quoted(sender));
                yield tag("SRS0") + String.join("=", hash, day, domain, local);
            }
        };
    }

    /// @param rest what stands behind `SRS0` at the first forwarder
    private String later(String first, String rest, String secret) {
        return tag("SRS1") + String.join("=", hash(secret, first, rest), first, rest);
    }

    private String tag(String kind) {
        return kind + config.separator();
    }

    /// Where mail for an address in a domain of ours goes.
    public SrsReversal reverse(Address address) {
        return switch (SrsText.parse(address.localPart()).orElse(null)) {
            case SrsText.First first -> reverse(first);
            case SrsText.Later later -> reverse(later);
            case null -> isSrs(address) ? new SrsReversal.Forged() : new SrsReversal.Other();
        };
    }

    private SrsReversal reverse(SrsText.First first) {
        Optional<Address> original = first.original();
        Optional<Integer> day = SrsDay.parse(first.day());
        if (original.isEmpty()
                || day.isEmpty()
                || !verifies(first.hash(), first.day(), first.domain(), quoted(original.get()))) {
            return new SrsReversal.Forged();
        }
        int age = SrsDay.age(day.get(), SrsDay.of(clock.instant()));
        return age > config.validity().toDays()
                ? new SrsReversal.Expired(age)
                : new SrsReversal.Genuine(original.get());
    }

    /// Bears no day of its own: the first forwarder judges that.
    private SrsReversal reverse(SrsText.Later later) {
        Optional<Address> forwarder = later.forwarder();
        return forwarder.isPresent() && verifies(later.hash(), later.domain(), later.rest())
                ? new SrsReversal.Genuine(forwarder.get())
                : new SrsReversal.Forged();
    }

    /// Without regard to case, which some hosts change on the way.
    private boolean verifies(String hash, String... parts) {
        if (hash.length() < config.hashLength() || hash.length() > 27) {
            return false;
        }
        byte[] given = octets(hash);
        boolean verified = false;
        for (String secret : secrets.get()) {
            byte[] made = octets(digest(secret, parts).substring(0, hash.length()));
            verified |= MessageDigest.isEqual(given, made);
        }
        return verified;
    }

    private String hash(String secret, String... parts) {
        return digest(secret, parts).substring(0, config.hashLength());
    }

    private static String digest(String secret, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            for (String part : parts) {
                mac.update(octets(part));
            }
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] octets(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] >= 'A' && octets[i] <= 'Z') {
                octets[i] = (byte) (octets[i] + 32);
            }
        }
        return octets;
    }

    private static String quoted(Address address) {
        String text = address.toString();
        return text.substring(0, text.length() - address.domain().name().length() - 1);
    }

    /// Whether an address has the form of SRS, ours or anybody's.
    public static boolean isSrs(Address address) {
        return SrsText.isOne(address.localPart());
    }

    /// Who wrote, for people and scripts: the original sender of an address in the form of SRS, any
    /// other address itself. It is what the address says of itself, and proves nothing.
    public static Address original(Address address) {
        Address shown = address;
        for (int i = 0; i < MAX_WRAPPED; i++) {
            Optional<Address> inner = inner(shown);
            if (inner.isEmpty()) {
                return shown;
            }
            shown = inner.get();
        }
        return shown;
    }

    private static Optional<Address> inner(Address address) {
        return switch (SrsText.parse(address.localPart()).orElse(null)) {
            case SrsText.First first -> first.original();
            case SrsText.Later later -> later.forwarder();
            case null -> Optional.empty();
        };
    }
}
