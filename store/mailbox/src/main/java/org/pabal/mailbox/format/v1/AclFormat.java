// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.SortedMap;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.Rights;

/// The records under `F`: to whom a mailbox's owner gave which rights. The bits of rights are in the
/// order of {@link Rights#LETTERS}, for good.
public final class AclFormat {
    private static final int VERSION = 1;

    private AclFormat() {}

    public static byte[] encode(Acl acl) {
        OctetWriter out = new OctetWriter(8 + acl.size() * 6).octet(VERSION);
        write(acl.given(), out);
        write(acl.withheld(), out);
        return out.toOctets();
    }

    private static void write(SortedMap<Grantee, Rights> rights, OctetWriter out) {
        out.number(rights.size());
        rights.forEach((grantee, letters) -> out.number(numberOf(grantee)).number(letters.bits()));
    }

    private static long numberOf(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> 0;
            case Grantee.Account(AccountId id) -> id.value();
        };
    }

    public static Acl decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        Acl acl = Acl.NONE;
        for (int left = in.count(); left > 0; left--) {
            acl = acl.giving(grantee(in.number()), rights(in));
        }
        for (int left = in.count(); left > 0; left--) {
            acl = acl.withholding(grantee(in.number()), rights(in));
        }
        return acl;
    }

    private static Grantee grantee(long number) {
        return number == 0 ? new Grantee.Anyone() : new Grantee.Account(new AccountId(number));
    }

    private static Rights rights(OctetReader in) {
        return new Rights(in.smallNumber() & Rights.ALL.bits());
    }
}
