// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import java.util.Optional;
import org.pabal.sasl.ScramCredential;

/// What is kept of an account's password.
///
/// @param hash in the notation of {@link org.pabal.directory.password.PasswordHash}
/// @param scram for SCRAM-SHA-256; empty until a log-in with an imported hash shows the password
public record StoredCredential(String hash, Optional<ScramCredential> scram) {

    /// Compares the hash, which has a salt of its own with every password set.
    public boolean isSameAs(StoredCredential other) {
        return hash.equals(other.hash);
    }

    public byte[] encode() {
        RecordWriter out = new RecordWriter().text(hash).number(scram.isPresent() ? 1 : 0);
        scram.ifPresent(credential -> StoredScram.write(out, credential));
        return out.toOctets();
    }

    public static StoredCredential decode(long account, byte[] value) {
        RecordReader in = new RecordReader("the password of account " + account, value);
        String hash = in.text();
        return new StoredCredential(
                hash, in.number() == 0 ? Optional.empty() : Optional.of(StoredScram.read(in)));
    }
}
