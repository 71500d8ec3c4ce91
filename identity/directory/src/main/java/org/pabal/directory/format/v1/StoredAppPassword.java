// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AppPassword;
import org.pabal.directory.LoginService;
import org.pabal.sasl.ScramCredential;

/// What is kept of an app password. It has more than 75 bits that we have chosen, so that one round
/// of a plain hash keeps it: nobody can go through them.
///
/// @param salt of its own
/// @param hash SHA-256 of the salt and the letters
/// @param scram with the salt that all passwords of the account share
public record StoredAppPassword(
        AppPassword shown, byte[] salt, byte[] hash, ScramCredential scram) {

    public String name() {
        return shown.name();
    }

    public StoredAppPassword usedOn(LocalDate day) {
        return new StoredAppPassword(
                new AppPassword(
                        shown.name(),
                        shown.scope(),
                        shown.created(),
                        shown.expires(),
                        Optional.of(day)),
                salt,
                hash,
                scram);
    }

    public byte[] encode() {
        RecordWriter out = new RecordWriter().text(shown.name()).number(shown.scope().size());
        EnumSet.copyOf(shown.scope()).forEach(service -> out.text(service.name()));
        return StoredScram.write(
                        out.number(shown.created().getEpochSecond())
                                .number(shown.expires().map(Instant::getEpochSecond).orElse(0L))
                                .number(shown.lastUsed().map(LocalDate::toEpochDay).orElse(0L))
                                .octets(salt)
                                .octets(hash),
                        scram)
                .toOctets();
    }

    public static StoredAppPassword decode(long account, byte[] value) {
        RecordReader in = new RecordReader("an app password of account " + account, value);
        String name = in.text();
        Set<LoginService> scope = EnumSet.noneOf(LoginService.class);
        for (long left = in.number(); left > 0; left--) {
            scope.add(LoginService.valueOf(in.text()));
        }
        Instant created = Instant.ofEpochSecond(in.number());
        Optional<Instant> expires =
                Optional.of(in.number()).filter(n -> n > 0).map(Instant::ofEpochSecond);
        Optional<LocalDate> lastUsed =
                Optional.of(in.number()).filter(n -> n > 0).map(LocalDate::ofEpochDay);
        return new StoredAppPassword(
                new AppPassword(name, scope, created, expires, lastUsed),
                in.octets(),
                in.octets(),
                StoredScram.read(in));
    }
}
