// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The messages of a client, parsed. RFC 5802 §7. Empty for anything outside the grammar.
final class ScramText {
    private static final int NONCE_OCTETS = 18; // 144 bits, 24 characters of base64

    /// Above any message that a client has reason to send.
    static final int MAX_OCTETS = 4_096;

    private ScramText() {}

    /// @param gs2Header with its last comma, as `c=` must repeat it
    /// @param flag `n`, `y` or `p`
    /// @param bindingName of `p=`, otherwise empty
    /// @param authorizationIdentity empty when not given
    /// @param bare the message without the gs2-header
    record ClientFirst(
            String gs2Header,
            char flag,
            String bindingName,
            String authorizationIdentity,
            String bare,
            String name,
            String nonce) {}

    /// @param withoutProof the message up to the comma before `p=`
    record ClientFinal(byte[] binding, String nonce, byte[] proof, String withoutProof) {}

    /// `client-first-message = gs2-header client-first-message-bare`
    static Optional<ClientFirst> clientFirst(byte[] octets) {
        Optional<String> text = text(octets);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] fields = text.get().split(",", -1);
        if (fields.length < 4 || !isFlag(fields[0])) {
            return Optional.empty();
        }
        String header = fields[0] + "," + fields[1] + ",";
        Optional<String> authzid =
                fields[1].isEmpty() ? Optional.of("") : attribute('a', fields[1], false);
        Optional<String> name = attribute('n', fields[2], false).flatMap(ScramText::saslName);
        Optional<String> nonce = attribute('r', fields[3], false);
        Optional<String> actsAs = authzid.flatMap(ScramText::saslName);
        if (name.isEmpty()
                || actsAs.isEmpty()
                || nonce.filter(ScramText::isNonce).isEmpty()
                || !areExtensions(fields, 4, fields.length)) {
            return Optional.empty();
        }
        return Optional.of(
                new ClientFirst(
                        header,
                        fields[0].charAt(0),
                        fields[0].startsWith("p=") ? fields[0].substring(2) : "",
                        actsAs.get(),
                        text.get().substring(header.length()),
                        name.get(),
                        nonce.get()));
    }

    /// `client-final-message = channel-binding "," nonce ["," extensions] "," proof`
    static Optional<ClientFinal> clientFinal(byte[] octets) {
        Optional<String> text = text(octets);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] fields = text.get().split(",", -1);
        if (fields.length < 3 || !areExtensions(fields, 2, fields.length - 1)) {
            return Optional.empty();
        }
        Optional<byte[]> binding = attribute('c', fields[0], false).flatMap(ScramText::base64);
        Optional<String> nonce = attribute('r', fields[1], false).filter(ScramText::isNonce);
        String last = fields[fields.length - 1];
        Optional<byte[]> proof = attribute('p', last, false).flatMap(ScramText::base64);
        if (binding.isEmpty() || nonce.isEmpty() || proof.isEmpty()) {
            return Optional.empty();
        }
        String withoutProof = text.get().substring(0, text.get().length() - last.length() - 1);
        return Optional.of(new ClientFinal(binding.get(), nonce.get(), proof.get(), withoutProof));
    }

    /// `saslname`: commas and equals signs come as `=2C` and `=3D`, and in no other way.
    static Optional<String> saslName(String text) {
        String plain = text.replace("=2C", ",").replace("=3D", "\0");
        return plain.indexOf('=') >= 0 ? Optional.empty() : Optional.of(plain.replace('\0', '='));
    }

    static String toSaslName(String text) {
        return text.replace("=", "=3D").replace(",", "=2C");
    }

    /// The value of `x=value`.
    static Optional<String> attribute(char name, String field, boolean mayBeEmpty) {
        return field.length() >= (mayBeEmpty ? 2 : 3)
                        && field.charAt(0) == name
                        && field.charAt(1) == '='
                ? Optional.of(field.substring(2))
                : Optional.empty();
    }

    static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static String nonce(RandomGenerator random) {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    /// `1*(%x21-2B / %x2D-7E)`
    static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7E && c != ',');
    }

    private static Optional<String> text(byte[] octets) {
        return octets.length == 0 || octets.length > MAX_OCTETS
                ? Optional.empty()
                : SaslText.decode(octets).filter(text -> text.indexOf('\0') < 0);
    }

    private static boolean isFlag(String field) {
        return field.equals("n")
                || field.equals("y")
                || field.startsWith("p=") && field.length() > 2;
    }

    /// `extensions = attr-val *("," attr-val)`, to be ignored when unknown. `m=` is the one that
    /// must not be; it stands elsewhere and is no attribute that this grammar lets through.
    private static boolean areExtensions(String[] fields, int from, int to) {
        for (int i = from; i < to; i++) {
            String field = fields[i];
            if (field.length() < 3
                    || field.charAt(1) != '='
                    || field.charAt(0) == 'm'
                    || !isAlpha(field.charAt(0))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlpha(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
