// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcSealer;
import org.pabal.mailauth.arc.ArcSealing;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.message.Address;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;

/// The seal of a mail that somebody here has forwarded elsewhere: the next server may believe what we
/// have found of it, though SPF speaks against us and a list behind us may break its signatures.
/// RFC 8617 §5. For one thread.
final class ForwardSeal {
    private static final byte[] NOTHING = {};

    private final BodyHashes body = new BodyHashes();
    private final SigningKey key;
    private final ArcSealing sealing;

    private ForwardSeal(ArcSealer sealer, SigningKey key, byte[] section) {
        this.key = key;
        this.sealing = sealer.begin(MessageHeader.parse(section), body);
    }

    /// The key for a mail: that of the domain whose address leads elsewhere. Empty when none does.
    static Optional<SigningKey> key(SealingKeys keys, List<AcceptedRecipient> recipients) {
        return recipients.stream()
                .filter(recipient -> recipient.routes().stream().anyMatch(ForwardSeal::leaves))
                .map(AcceptedRecipient::original)
                .flatMap(address -> Address.parse(address).stream())
                .map(Address::domain)
                .distinct()
                .flatMap(domain -> keys.of(domain).stream())
                .findFirst();
    }

    private static boolean leaves(Route route) {
        return switch (route) {
            case Route.Remote(_, NextHop.FinalHop _), Route.Remote(_, NextHop.OtherHost _) -> false;
            case Route.Remote _ -> true;
            case Route.ListCopy(var copy, _) -> leaves(copy);
            case Route.LocalAccount _, Route.Refused _ -> false;
        };
    }

    /// @param section as it will stand below the seal
    static ForwardSeal begin(ArcSealer sealer, SigningKey key, byte[] section) {
        return new ForwardSeal(sealer, key, section);
    }

    void body(byte[] octets, int offset, int length) {
        body.write(octets, offset, length);
    }

    SigningKey key() {
        return key;
    }

    /// The three fields; nothing when the chain may not be continued.
    byte[] finish(ArcOutcome chain, String results) {
        body.end();
        return sealing.finish(chain, results, key).orElse(NOTHING);
    }
}
