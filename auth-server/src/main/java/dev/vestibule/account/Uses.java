package dev.vestibule.account;

/**
 * What a role or a group would be taken from if there were none.
 *
 * @param accounts how many have it themselves
 * @param groups how many groups it comes with
 */
public record Uses(int accounts, int groups) {

	boolean isNone() {
		return this.accounts + this.groups == 0;
	}

}
