// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A certificate that vouches for itself, for the servers of others.
record Certificate(Path chain, Path key) {

    /// For a host name and for 127.0.0.1: `cert.pem` and `key.pem` in this folder.
    static Certificate selfSigned(Path folder, String name) throws Exception {
        Certificate made = new Certificate(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        Run.command(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-days",
                        "2",
                        "-keyout",
                        made.key().toString(),
                        "-out",
                        made.chain().toString())
                .run()
                .mustSucceed();
        Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString("rw-------"));
        return made;
    }
}
