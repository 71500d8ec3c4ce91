// SPDX-License-Identifier: Apache-2.0

/// The directory's records on disk, version 1; docs/formats/directory-v1.md has their fields.
///
/// Everything lies in the shared space `DIRECTORY`. A key is one letter and what it names:
///
/// | key | value |
/// |---|---|
/// | `A` account id, 8 octets | the account |
/// | `C` account id, 8 octets | its {@link StoredCredential} |
/// | `D` domain | that the domain is ours |
/// | `G` account id, 8 octets, domain, NUL, local-part (none: every address) | that the account may write from it |
/// | `E` domain or `*.` and domain | the domain whose alias it is |
/// | `L` domain, NUL, local-part (none: every address that is not there) | an alias or group |
/// | `N` | the next account id |
/// | `P` account id, 8 octets, name | a {@link StoredAppPassword} |
/// | `R` account id, 8 octets | a {@link RegisteredAccount} |
/// | `S` | the secret behind the answers for unknown names |
/// | `X` source, NUL, key | the account id of what the source knows under the key |
///
/// Each value begins with the octet 1, the version. Numbers are unsigned LEB128; texts are UTF-8
/// behind their length in octets.
@NullMarked
package org.pabal.directory.format.v1;

import org.jspecify.annotations.NullMarked;
