// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a mechanism asks of whoever keeps the secrets. One per connection.
///
/// Equal answers in equal time for an unknown identity and a wrong password (THREATS A02). A source
/// that is down throws an unchecked exception, which is neither success nor failure (THREATS A13).
public interface Credentials {

    /// True when the password is that of the authentication identity. May block on the hash.
    boolean verify(String authenticationIdentity, String password);

    /// What is stored for SCRAM, or for an unknown identity something indistinguishable that no
    /// password fits (RFC 5802 §7 keeps the existence of users to itself); empty when the mechanism
    /// cannot be offered to this identity.
    Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash);

    /// Further secrets of the same identity, each as good as the one that was told: app passwords.
    /// Only those of the same salt and iterations can be proved, as the client was told no others.
    default List<ScramCredential> moreScram(String authenticationIdentity, ScramCredential told) {
        return List.of();
    }

    /// Which of them was proved.
    default void proved(String authenticationIdentity, ScramCredential by) {}

    /// True when the one may act as the other. Equal identities may.
    boolean mayActAs(String authenticationIdentity, String authorizationIdentity);

    /// What all forms of a log-in name have in common (`bob`, `BOB@example.org`), by which those who
    /// guess are counted. Does not depend on whether the name is anybody's.
    default String commonName(String authenticationIdentity) {
        return authenticationIdentity;
    }

    /// What the operator's log is told besides "wrong credentials", never the client: which account
    /// the name was taken for, and who else has it. Holds the name as the client gave it.
    ///
    /// @return empty when there is nothing to add
    default String explain(String authenticationIdentity) {
        return "";
    }

    /// The hashes for which {@link #scram} keeps something.
    default Set<ScramHash> scramHashes() {
        return Set.of(ScramHash.SHA_256);
    }

    /// Whether passwords are kept as they are, which CRAM-MD5 needs and nobody should do.
    default boolean keepsClearPasswords() {
        return false;
    }

    /// The password itself, where {@link #keepsClearPasswords}; empty for an unknown identity.
    default Optional<String> clearPassword(String authenticationIdentity) {
        return Optional.empty();
    }

    /// True when there is such an identity and it may log in: asked where something other than a
    /// secret of ours has proved it (EXTERNAL, tokens).
    default boolean isKnown(String authenticationIdentity) {
        return false;
    }

    /// Who judges bearer tokens, where anybody does.
    default Optional<TokenVerifier> tokens() {
        return Optional.empty();
    }
}
