// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;

/// What is kept for SCRAM-SHA-256, within another record.
final class StoredScram {
    private StoredScram() {}

    static RecordWriter write(RecordWriter out, ScramCredential credential) {
        return out.number(credential.iterations())
                .octets(credential.salt())
                .octets(credential.storedKey())
                .octets(credential.serverKey());
    }

    static ScramCredential read(RecordReader in) {
        int iterations = (int) in.number();
        return new ScramCredential(
                ScramHash.SHA_256, iterations, in.octets(), in.octets(), in.octets());
    }
}
