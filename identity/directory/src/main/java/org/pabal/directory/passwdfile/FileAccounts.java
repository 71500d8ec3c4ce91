// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import java.util.List;
import java.util.Map;
import org.pabal.message.Address;

/// What a file holds.
///
/// @param problems lines that could not be used, or not whole
/// @param first the first of these, a sentence each
record FileAccounts(Map<Address, FileAccount> accounts, int problems, List<String> first) {}
