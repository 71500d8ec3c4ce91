// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import org.pabal.directory.Account;
import org.pabal.message.Address;

/// For whom a copy is.
///
/// @param address by which the account was found, with its detail (RFC 5233) if it has one
public record LocalRecipient(Account account, Address address) {}
