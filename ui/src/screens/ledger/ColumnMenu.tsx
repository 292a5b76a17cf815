// Which columns of the ledger are shown; the case number always is.
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Icon } from "../../parts/Icon";
import { useWords } from "../../words/words";
import { columns, shownAtFirst, type Column } from "./columns";
import styles from "./Ledger.module.css";

interface Props {
  chosen: readonly Column["id"][];
  choose: (ids: readonly Column["id"][]) => void;
}

export function ColumnMenu({ chosen, choose }: Props) {
  const { ledger: say } = useWords();
  return (
    <MenuTrigger>
      <Button className="button" data-testid="ledger-columns">{say.columnMenu}</Button>
      <Popover placement="bottom end" className={styles.popover ?? ""}>
        <Menu aria-label={say.columnMenu} selectionMode="multiple" selectedKeys={chosen} disabledKeys={["case"]}
          onSelectionChange={(keys) => {
            const next = columns.map((column) => column.id).filter((id) => id === "case" || keys === "all" || keys.has(id));
            choose(next.length > 1 ? next : shownAtFirst);
          }}>
          {columns.map((column) => (
            <MenuItem key={column.id} id={column.id} className={styles.item ?? ""} textValue={say.columns[column.id]}>
              {({ isSelected }) => (
                <>
                  <i>{isSelected && <Icon name="check" size={14} />}</i>
                  {say.columns[column.id]}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
