// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Reads and writes certificates and keys. Each failure to read says which file and what to do about it.
final class PemFiles {

    /// A chain has two or three certificates; a file of hundreds is a mistake.
    private static final int MAX_OBJECTS = 100;

    private PemFiles() {}

    static KeyAndChain read(CertificateFiles files) throws IOException {
        List<X509Certificate> chain = certificates(files.chain());
        PrivateKey key = key(files.key());
        if (!belongTogether(key, chain.getFirst().getPublicKey())) {
            throw new IOException(
                    "the key in "
                            + files.key()
                            + " is not that of the first certificate in "
                            + files.chain());
        }
        return new KeyAndChain(key, List.copyOf(chain));
    }

    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Object object : objects(file)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate in " + file + " cannot be understood", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("there is no certificate (PEM) in " + file);
        }
        return certificates;
    }

    static PrivateKey key(Path file) throws IOException {
        refuseOpenToOthers(file);
        for (Object object : objects(file)) {
            Optional<PrivateKeyInfo> info =
                    switch (object) {
                        case PrivateKeyInfo found -> Optional.of(found);
                        case PEMKeyPair pair -> Optional.of(pair.getPrivateKeyInfo());
                        case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                                throw new IOException(
                                        "the key in " + file + " is encrypted; store it in plain");
                        default -> Optional.empty();
                    };
            if (info.isPresent()) {
                return new JcaPEMKeyConverter().getPrivateKey(info.get());
            }
        }
        throw new IOException("there is no private key (PEM) in " + file);
    }

    /// THREATS F05.
    private static void refuseOpenToOthers(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            if (view != null
                    && view.readAttributes()
                            .permissions()
                            .contains(PosixFilePermission.OTHERS_READ)) {
                throw new IOException(
                        "the key file " + file + " can be read by others; run: chmod 600 " + file);
            }
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    private static List<Object> objects(Path file) throws IOException {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            Object object = parser.readObject();
            while (object != null) {
                if (objects.size() == MAX_OBJECTS) {
                    throw new IOException("more than " + MAX_OBJECTS + " objects");
                }
                objects.add(object);
                object = parser.readObject();
            }
            return objects;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + " cannot be read as PEM: " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws IOException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    case "Ed25519", "Ed448", "EdDSA" -> "EdDSA";
                    default ->
                            throw new IOException("keys of " + key.getAlgorithm() + " are unknown");
                };
        try {
            byte[] proof = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(proof);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(proof);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// Writes a private key, which its owner alone may read, or a certificate: whole or not at all,
    /// also over a power cut.
    static void write(Path file, String type, byte[] content) throws IOException {
        write(
                file,
                text(type, content).getBytes(US_ASCII),
                type.endsWith("PRIVATE KEY") ? "rw-------" : "rw-r--r--");
    }

    static void write(Path file, byte[] text, String permissions) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(permissions)))) {
            ByteBuffer all = ByteBuffer.wrap(text);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
            directory.force(true); // the new name
        }
    }

    static String text(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }
}
