// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// bcrypt: takes the first 72 octets of a password, as everywhere.
record BcryptHash(String encoded) implements PasswordHash {
    private static final int MAX_COST = 14; // 1 s of one core
    private static final Pattern ENCODED =
            Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    static Parsed parse(String value) {
        Matcher matcher = ENCODED.matcher(value);
        if (!matcher.matches()) {
            return PasswordHash.malformed("bcrypt");
        }
        int cost = Integer.parseInt(matcher.group(1));
        return cost < 4 || cost > MAX_COST
                ? PasswordHash.malformed("bcrypt")
                : new Parsed.Known(new BcryptHash(value));
    }

    @Override
    public boolean verify(String password) {
        return OpenBSDBCrypt.checkPassword(encoded, PasswordHash.octets(password));
    }

    @Override
    public boolean isAtLeast(Argon2Setting setting) {
        return false;
    }
}
